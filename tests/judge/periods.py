"""Ends of periods, computed anew with Python's zoneinfo and datetime, against due_dump: the named calendars, whole
days in many zones, leap years, ends of months, both changes of the clock, half hours and the date line. TAP."""
import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import zoneinfo

UTC = dt.timezone.utc
DAY = dt.timedelta(days=1)
tool = os.environ["DUE_DUMP"]
here = os.path.dirname(os.path.abspath(__file__))
top = os.path.dirname(os.path.dirname(here))


def relaxed(path):
    token = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.S)
    return json.loads(token.sub(lambda m: m.group() if m.group().startswith('"') else "", open(path).read()))


WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Calendar:
    def __init__(self, c):
        self.zone = zoneinfo.ZoneInfo(c["zone"])
        self.rolled = c["days"] == "rolled"
        self.hours = [[tuple(self.minutes(x) for x in s.split("-")) for s in c["hours"].get(d, [])] for d in WEEK]
        self.holidays = {dt.date.fromisoformat(h) for h in c["holidays"]}
        self.first, self.last = (dt.date.fromisoformat(c["valid"][k]) for k in ("from", "to"))

    @staticmethod
    def minutes(text):
        h, m = text.split(":")
        return int(h) * 60 + int(m)

    def works(self, day):
        return day not in self.holidays and bool(self.hours[day.weekday()])


def local_end(zone, day, minutes):
    """The UTC instant of a local time; of two the later, in a gap the moment of the jump."""
    day, minutes = day + DAY * (minutes // 1440), minutes % 1440
    naive = dt.datetime(day.year, day.month, day.day) + dt.timedelta(minutes=minutes)
    late = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == naive:
        return late
    # In a gap the two folds straddle the jump: find it.
    a, b = sorted([late, naive.replace(tzinfo=zone, fold=0).astimezone(UTC)])
    off = a.astimezone(zone).utcoffset()
    while b - a > dt.timedelta(seconds=1):
        mid = a + (b - a) / 2
        a, b = (mid, b) if mid.astimezone(zone).utcoffset() == off else (a, mid)
    return b.replace(microsecond=0)


def add_months(day, n):
    y, m = divmod(day.year * 12 + day.month - 1 + n, 12)
    for d in range(day.day, 0, -1):
        try:
            return dt.date(y, m + 1, d)
        except ValueError:
            pass
    raise AssertionError


def plain(zone, start, months, days):
    return local_end(zone, add_months(start.astimezone(zone).date(), months) + DAY * days, 1440)


def business_hours(c, start, left):
    day = start.astimezone(c.zone).date()
    while day <= c.last:
        if c.works(day):
            for a, b in c.hours[day.weekday()]:
                lo, hi = max(local_open(c.zone, day, a), start), local_end(c.zone, day, b)
                if hi > lo:
                    if hi - lo >= left:
                        return lo + left
                    left -= hi - lo
        day += DAY
    return None


def local_open(zone, day, minutes):
    day, minutes = day + DAY * (minutes // 1440), minutes % 1440
    naive = dt.datetime(day.year, day.month, day.day) + dt.timedelta(minutes=minutes)
    early = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return early if early.astimezone(zone).replace(tzinfo=None) == naive else local_end(zone, day, minutes)


def due(c, start, months, days, hours):
    first = start.astimezone(c.zone).date()
    if not c.first <= first <= c.last:
        return None
    if hours is not None:
        if hours == 0:
            return start
        if not c.rolled:
            return business_hours(c, start, dt.timedelta(hours=hours))
        end = start + dt.timedelta(hours=hours)
        return end if end.astimezone(c.zone).date() <= c.last else None
    day = add_months(first, months)
    if c.rolled:
        day += DAY * days
        if day > c.last:
            return None
        while (day - first).days >= 2 and sum(c.works(first + DAY * i) for i in range(1, (day - first).days + 1)) < 2:
            day += DAY
            if day > c.last:
                return None
    else:
        if day > c.last:
            return None
        while months and not c.works(day):
            day += DAY
            if day > c.last:
                return None
        while days > 0:
            day += DAY
            if day > c.last:
                return None
            days -= c.works(day)
    while c.rolled and not c.works(day):
        day += DAY
        if day > c.last:
            return None
    return local_end(c.zone, day, c.hours[day.weekday()][-1][1] if c.works(day) else 1440)


files = [os.path.join(top, "rules/packs/calendars", f) for f in sorted(os.listdir(os.path.join(top, "rules/packs/calendars")))]
own = tempfile.NamedTemporaryFile("w", suffix=".jsonc")
json.dump({"trueup": "calendar/1", "name": "night", "zone": "Australia/Lord_Howe", "days": "working", "basis": "trueup",
           "source": "a test", "hours": {"saturday": ["00:00-02:30", "09:00-17:30"], "sunday": ["00:00-24:00"],
                                         "wednesday": ["13:15-24:00"]},
           "holidays": ["2024-02-28", "2026-04-05"], "valid": {"from": "2020-01-01", "to": "2028-12-31"}}, own)
own.flush()
files.append(own.name)
calendars = {c["name"]: Calendar(c) for c in map(relaxed, files)}
zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu",
         "America/St_Johns", "Africa/Casablanca", "Pacific/Kiritimati", "America/Sao_Paulo", "Asia/Beirut"]
rnd = random.Random(1182)
cases = []
# Ends of months, leap days, changes of the clock, holidays, weekends.
days = ["2023-12-31", "2024-01-31", "2024-02-28", "2024-02-29", "2025-02-28", "2026-01-31", "2026-03-27", "2026-03-28",
        "2026-03-29", "2026-10-24", "2026-10-25", "2026-11-01", "2026-12-24", "2011-12-29", "2011-12-30", "2018-11-03",
        "2028-12-30", "2030-12-30", "2026-04-04", "2026-04-05", "2026-10-03"]
durations = ["P1D", "P2D", "P3D", "P4D", "P10D", "P1M", "P2M", "P12M", "P1M1D", "PT0S", "PT1H", "PT24H", "PT72H", "P0D"]
for d in days:
    for t in ("00:00:00", "05:30:01", "13:00:00", "23:59:59"):
        for n in durations:
            for who in list(calendars) + ["zone:" + z for z in zones]:
                if not (who.startswith("zone:") and "T" in n):
                    cases.append((who, "%sT%sZ" % (d, t), n))
for _ in range(4000):
    start = dt.datetime(2022, 1, 1, tzinfo=UTC) + dt.timedelta(seconds=rnd.randrange(8 * 366 * 86400))
    n = rnd.choice(["P%dD" % rnd.randrange(400), "P%dM" % rnd.randrange(20), "PT%dH" % rnd.randrange(300)])
    who = rnd.choice(list(calendars) + ["zone:" + z for z in zones if "T" not in n] or ["eu-1182-71"])
    cases.append((who, start.strftime("%Y-%m-%dT%H:%M:%SZ"), n))

out = subprocess.run([tool] + files, input="".join("%s %s %s\n" % c for c in cases), capture_output=True, text=True)
got = out.stdout.split("\n")[:-1]
bad = 0 if out.returncode == 0 and len(got) == len(cases) else 1
for (who, text, n), g in zip(cases, got):
    start = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    m = re.fullmatch(r"P(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:0S)?)?", n)
    months, dd, hours = (int(x) if x else 0 for x in m.groups())
    if who.startswith("zone:"):
        want = plain(zoneinfo.ZoneInfo(who[5:]), start, months, dd)
    else:
        want = due(calendars[who], start, months, dd, hours if "T" in n else None)
    want = want.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if want else "unknown"
    if want != g:
        bad += 1
        if bad < 10:
            print("# %s from %s, %s: zoneinfo says %s, the program %s" % (n, text, who, want, g))
unknown = sum(g == "unknown" for g in got)
print("%sok 1 - %d periods, %d beyond their calendar" % ("not " if bad or unknown * 4 > len(got) else "", len(cases), unknown))
print("1..1")
sys.exit(bool(bad))
