"""Instants as judgement.md 2 has them: intervals of UTC nanoseconds, read from the texts of
MODELS.md."""

import datetime
import re
import zoneinfo

SECOND = 10 ** 9
HOUR = 3600 * SECOND
DAY = 24 * HOUR
NEVER = 2 ** 62 - 1
EPOCH = datetime.date(1970, 1, 1).toordinal()

UNKNOWN, EMPTY, KNOWN = "unknown", "empty", "known"
BLANK = {"", "tbd", "none", "n/a", "-", "null", "0"}


class Inst:
    """One instant: unknown, empty, or somewhere in [lo, hi], both included."""

    def __init__(self, known, lo=0, hi=0, date=False, never=False, utc=None):
        self.known, self.lo, self.hi, self.date, self.never = known, lo, hi, date, never
        self.utc = lo if utc is None else utc

    def __bool__(self):
        return self.known == KNOWN

    def value(self):
        """A value that has an end: neither blank nor unknown nor "never"."""
        return self.known == KNOWN and not self.never

    def same_text(self):
        return (self.known, self.lo, self.hi, self.date, self.never)


NOTHING = Inst(UNKNOWN)


def exact(ns):
    return Inst(KNOWN, ns, ns)


def days_of(year, month, day):
    return datetime.date(year, month, day).toordinal() - EPOCH


def local_to_utc(zone, ns):
    """The UTC readings of a local time: (earliest, latest); zone None is the range UTC-12 to
    UTC+14."""
    if zone is None:
        return ns - 14 * HOUR, ns + 12 * HOUR
    fixed = re.fullmatch(r"([+-])(\d\d):?(\d\d)?", zone)
    if fixed:
        shift = int(fixed[2]) * HOUR + int(fixed[3] or 0) * 60 * SECOND
        at = ns - shift if fixed[1] == "+" else ns + shift
        return at, at
    if zone in ("UTC", "Z"):
        return ns, ns
    secs, rest = divmod(ns, SECOND)
    local = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=secs)
    out = []
    for fold in (0, 1):
        aware = local.replace(fold=fold, tzinfo=zoneinfo.ZoneInfo(zone))
        delta = aware.utcoffset()
        out.append(ns - (delta.days * 86400 + delta.seconds) * SECOND)
    return min(out), max(out)


TEXT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?"
                  r"(Z|z|[+-]\d\d(?::?\d\d)?)?)?")


def parse(v, zone):
    """MODELS.md, instants: absent is unknown, "" is empty."""
    if v is None:
        return NOTHING
    if isinstance(v, dict):
        if v.get("empty"):
            return Inst(EMPTY)
        if v.get("never"):
            return Inst(KNOWN, NEVER, NEVER, never=True)
        if "lo" not in v:
            return NOTHING
        lo, hi, day = parse(v["lo"], "UTC").lo, parse(v.get("hi", v["lo"]), "UTC").hi, bool(v.get("date"))
        # Whoever could not name the zone wrote the whole range (2): UTC lies 14 h into it.
        zoneless = hi - lo == (DAY + 26 * HOUR - 1 if day else 26 * HOUR)
        return Inst(KNOWN, lo, hi, date=day, utc=lo + 14 * HOUR if zoneless else lo)
    text = v.strip()
    if text.lower() in BLANK:
        return Inst(EMPTY)
    if text.startswith("9999") or text.lower() == "never":
        return Inst(KNOWN, NEVER, NEVER, never=True)
    m = TEXT.fullmatch(text)
    if not m:
        return NOTHING
    ns = days_of(int(m[1]), int(m[2]), int(m[3])) * DAY
    if m[4] is None:
        lo, _ = local_to_utc(zone, ns)
        _, hi = local_to_utc(zone, ns + DAY)
        return Inst(KNOWN, lo, hi - 1, date=True, utc=ns if zone is None else lo)
    ns += int(m[4]) * HOUR + int(m[5]) * 60 * SECOND + int(m[6] or 0) * SECOND
    if m[7]:
        ns += int((m[7] + "000000000")[:9])
    if m[8]:
        at = local_to_utc("UTC" if m[8] in "Zz" else m[8], ns)[0]
        return exact(at)
    lo, hi = local_to_utc(zone, ns)
    return Inst(KNOWN, lo, hi, utc=ns if zone is None else lo)


def duration(text):
    """ISO 8601 weeks, days and hours, as nanoseconds; days are 24 h (judgement.md 2)."""
    m = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", text)
    w, d, h, mi, s = (int(x or 0) for x in m.groups())
    return (w * 7 + d) * DAY + h * HOUR + mi * 60 * SECOND + s * SECOND


def utc_text(ns):
    secs, rest = divmod(ns, SECOND)
    t = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=secs)
    frac = ("." + ("%09d" % rest).rstrip("0")) if rest else ""
    return t.strftime("%Y-%m-%dT%H:%M:%S") + frac + "Z"


def pair(i):
    """An instant as result lines have it."""
    return [utc_text(i.lo), utc_text(i.hi)] if i else None


def earliest(a, b):
    """Earliest known of both."""
    if not a.value():
        return b if b.value() else NOTHING
    if not b.value():
        return a
    return Inst(KNOWN, min(a.lo, b.lo), min(a.hi, b.hi))


def plus(i, ns):
    return Inst(KNOWN, i.lo + ns, i.hi + ns) if i.value() else NOTHING


def end_of(i):
    """judgement.md 11, clock end: an end given as a date ends with that day's last instant."""
    if i.value() and i.date:
        # The day has 24 h; where its zone is not known, its end is as uncertain as its beginning.
        return Inst(KNOWN, min(i.hi, i.lo + DAY - 1), i.hi)
    return i


def not_after(a, b):
    """a <= b for every reading T, for none F, else U; what is not known is U."""
    if not a or not b:
        return "U"
    if a.hi <= b.lo:
        return "T"
    return "F" if a.lo > b.hi else "U"


def before(a, b):
    """a < b, the same way."""
    if not a or not b:
        return "U"
    if a.hi < b.lo:
        return "T"
    return "F" if a.lo >= b.hi else "U"


def k_and(values):
    out = "T"
    for v in values:
        if v == "F":
            return "F"
        if v == "U":
            out = "U"
    return out


def k_or(values):
    out = "F"
    for v in values:
        if v == "T":
            return "T"
        if v == "U":
            out = "U"
    return out


def k_not(v):
    return {"T": "F", "F": "T"}.get(v, "U")
