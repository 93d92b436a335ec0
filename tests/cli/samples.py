"""
trueup sample and check, over a population of 40 of which only what was drawn is tested. TAP.

The members, the digest of the population, the seed and the draw are computed here again from READINGS 131 and 182, and
the bound of Clopper and Pearson from its definition in fractions.
"""
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from fractions import Fraction
from math import comb

N = 40
count = bad = 0


def result(good, text, *remarks):
    global count, bad
    count += 1
    for r in () if good else remarks:
        print("#", r)
    print("%sok %d - %s" % ("" if good else "not ", count, text))
    bad += not good


def bound(n, k):
    """The largest j with Pr[Bin(n, j/10000) >= k] <= 1/20, over all j."""
    best = 0
    for j in range(1, 10000):
        p = Fraction(j, 10000)
        if sum(comb(n, i) * p ** i * (1 - p) ** (n - i) for i in range(k, n + 1)) > Fraction(1, 20):
            break
        best = j
    return best


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


HOSTS = ["host%02d.lock.example" % i for i in range(N)]


def population(hosts):
    names = sorted("fqdn:" + h for h in hosts)
    return sha("".join("%d:%s," % (len(x), x) for x in names))


def signature(path):
    """The 64 bytes of Ed25519 in an armored SSH signature: its last string's second string."""
    blob = base64.b64decode("".join(open(path + ".sig").read().split("\n")[1:-2]))
    assert blob[-68:-64] == b"\0\0\0\x40"
    return hashlib.sha256(blob[-64:]).hexdigest()


def drawn(hosts, size, path, period="", head=""):
    seed = sha("trueup-sample/1\n%s\n%s\n%s\nnist-800-53\nac-7\n%s\n%s\n" % (
        population(hosts), period, "", head, signature(path)))
    names = sorted(("fqdn:" + h for h in hosts), key=lambda x: (sha(seed + "\n" + x), x))
    return sorted(x[5:] for x in names[:size])


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    open(path, "w").write(text)


def inventory(hosts, folder="pop"):
    write(folder + "/cmdb.csv", "FQDN,Asset tag,Class,Install status,In scope,Owned by,Last discovered\n" + "".join(
        "%s,LK-%d,Linux server,Installed,Yes,ed@lock.example,2026-10-30\n" % (h, i) for i, h in enumerate(hosts)))


def scan(results, at="2026-10-20T02:00:00Z"):
    """One test, of AC-7, on these hosts."""
    rows = "".join("""<TestResult id="t%s" start-time="%s" end-time="%s" test-system="cpe:/a:lantern:hostscan:4.2">
<identity authenticated="true" privileged="true">scan</identity>
<target>%s</target>
<rule-result idref="xccdf_lock_rule_lock"><result>%s</result></rule-result>
</TestResult>
""" % (h[4:6], at, at, h, r) for h, r in sorted(results.items(), reverse=True))
    return """<?xml version="1.0" encoding="UTF-8"?>
<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_lock_benchmark_host">
<Rule id="xccdf_lock_rule_lock" severity="medium"><title>lock</title><ident system="http://cyber.mil/cci">CCI-900001</ident></Rule>
%s</Benchmark>
""" % rows


CCI = """<?xml version="1.0" encoding="UTF-8"?>
<cci_list xmlns="http://iase.disa.mil/cci">
<metadata><version>2026-01-01</version><publishdate>2026-01-01</publishdate></metadata>
<cci_items>
<cci_item id="CCI-900001"><status>draft</status><publishdate>2026-01-01</publishdate>
<contributor>Lock (fiction)</contributor><definition>Somebody checks.</definition><type>technical</type><references>
<reference creator="NIST" title="NIST SP 800-53 Revision 5" version="5" index="AC-7"/>
</references></cci_item>
</cci_items>
</cci_list>
"""
CONFIG = {"framework": "nist-800-53", "samples": ["ac-7.sample.json"]}


def trueup(*args):
    p = subprocess.run(["trueup", *args], capture_output=True, text=True, check=False)
    return p.returncode, p.stdout, p.stderr


def sign(path, key="auditor"):
    for x in (path + ".sig",):
        if os.path.exists(x):
            os.remove(x)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "trueup-sample@v1", path], check=True,
                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check(results, config=None, signers=("signers",), at="2026-10-20T02:00:00Z", as_of="2026-11-01"):
    shutil.rmtree("out", ignore_errors=True)
    write("pop/scan.xml", scan(results, at))
    json.dump(config or CONFIG, open("trueup.json", "w"))
    code, _, err = trueup("check", "-q", "-c", "trueup.json", "--as-of", as_of, "-o", "out", "--gate", "none",
                          *[x for s in signers for x in ("--sample-signers", s)], "pop")
    if code not in (0, 4):
        return code, err, None
    r = json.load(open("out/report.json"))
    return code, r, [c for c in r["scopes"][0]["controls"] if c["id"] == "ac-7"][0]


subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "auditor"], check=True)
subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "other"], check=True)
write("signers", 'a@audit.example namespaces="trueup-sample@v1" ' + open("auditor.pub").read())
inventory(HOSTS)
write("pop/claims.csv", "Control ID,Control owner,Control status,Last reviewed\nAC-7,ana@lock.example,Implemented,2026-10-01\n")
write("pop/cci.xml", CCI)
json.dump({"framework": "nist-800-53"}, open("draw.json", "w"))
DRAW = ["sample", "-c", "draw.json", "-n", "25", "--by", "Ana Audit", "--as-of", "2026-10-10T09:00:00Z"]

MEMBERS = ["sample", "-c", "draw.json", "--sample-signers", "signers", "--members"]
code, out, err = trueup(*DRAW, "-o", "ac-7.sample.json", "AC-7", "pop")
result(code == 0 and not [h for h in HOSTS if h in out] and "25 of 40 members; which ones, the signature decides" in out,
       "nobody knows the members before it is signed", code, out, err)
code, out, err = trueup(*MEMBERS, "ac-7.sample.json", "pop")
result(code == 4 and out == "" and "its members are not known before that" in err, "nor does the program", code, out, err)
sign("ac-7.sample.json", "other")
code, out, err = trueup(*MEMBERS, "ac-7.sample.json", "pop")
result(code == 4 and out == "", "a signature by anybody draws nothing", code, out, err)
sign("ac-7.sample.json")
code, out, err = trueup(*MEMBERS, "ac-7.sample.json", "pop")
got = out.split("\n")[:-1]
result(code == 0 and sorted(got) == drawn(HOSTS, 25, "ac-7.sample.json"), "the members are those that this test draws", code, out, err)
sign("ac-7.sample.json")
result(trueup(*MEMBERS, "ac-7.sample.json", "pop")[1] == out, "signed again it is the same draw")
commitment = json.load(open("ac-7.sample.json"))
result(commitment["population"] == population(HOSTS) and commitment["members"] == N
       and commitment["committed"] == "2026-10-10T09:00:00Z", "the commitment holds the population's digest", commitment)
code, _, err = trueup(*DRAW, "-o", "ac-7.sample.json", "AC-7", "pop")
result(code == 5 and "cannot be written" in err, "a second draw overwrites nothing", code, err)
head = "ab" * 32
trueup(*DRAW, "--head", head, "-o", "head.json", "AC-7", "pop")
sign("head.json")
_, out, _ = trueup(*MEMBERS, "head.json", "pop")
S = drawn(HOSTS, 25, "ac-7.sample.json")
result(sorted(out.split("\n")[:-1]) == drawn(HOSTS, 25, "head.json", head=head) != S, "the head of the chain moves the draw")

# Attack G10: 30 periods that differ by a nanosecond, and one signature. Whoever tries them knows none of the draws.
tries = []
for i in range(30):
    json.dump({"framework": "nist-800-53", "period": {"from": "2026-05-01T00:00:00.%09dZ" % i}}, open("ground.json", "w"))
    code, out, _ = trueup(*[("ground.json" if x == "draw.json" else x) for x in DRAW], "-o", "ground%d.json" % i, "AC-7", "pop")
    tries.append(code == 0 and not [h for h in HOSTS if h in out])
result(all(tries), "a period that is tried until it suits shows no draw")
# Of a key whose signatures differ each time a draw could be tried: none is taken.
subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "curve"], check=True)
write("curves", 'c@audit.example namespaces="trueup-sample@v1" ' + open("curve.pub").read())
shutil.copy("ac-7.sample.json", "curve.json")
sign("curve.json", "curve")
code, out, err = trueup("sample", "-c", "draw.json", "--sample-signers", "curves", "--members", "curve.json", "pop")
result(code == 4 and out == "" and "must be by an Ed25519 key" in err, "a key that signs one text in many ways draws nothing", code, err)

ALL = {h: "pass" for h in S}
for k in (25, 24, 20, 0):
    rows = dict(ALL, **{h: "notchecked" for h in S[k:]})
    code, r, c = check(rows)
    want = max(bound(25, k) * 100, k * 1000000 // N)
    result(c["w"]["lo"] == want and c["samples"][0]["hold"] == k and c["samples"][0]["counts"],
           "%d of 25 hold: lo %d" % (k, want), c["w"], c.get("samples"))
code, r, c = check(ALL)
result(c["samples"][0]["text"].startswith("25 of 25 sampled assets hold, so at 95 % confidence at least 88.70 % of 40"),
       "the sentence", c["samples"])
result([n["n"] for n in r["notices"] if n["code"] == "sampled"] == [1], "the first page says that it is a sample")
_, text, _ = trueup("explain", "out", "AC-7")
result("at least 88.70 % of 40" in text, "explain says so too", text)
row = [i for i in r["judged_party_inputs"] if i["kind"] == "sample"][0]
_, _, plain = check(ALL, {"framework": "nist-800-53"})
result(plain["w"]["lo"] == 625000 and "samples" not in plain, "without it only what was seen counts", plain["w"])
result(row["effect"] in ("none", "not shown +0.0 points") or row["effects"] is not None, "page two has its effect", row)

# What is no T by later results is a deviation: one that fails, is not applicable, or is missing.
for word, left in (("fail", 0), ("notapplicable", 0), (None, 0)):
    rows = dict(ALL)
    if word is None:
        del rows[S[0]]
    else:
        rows[S[0]] = word
    _, _, c = check(rows)
    n = N - (word == "notapplicable")
    want = bound(25, 24) * 100 * n // n
    if word == "fail":
        want = min(want, 1000000 * (N - 1) // N + 1)
    result(c["w"]["lo"] == want and c["samples"][0]["hold"] == 24, "%s is a deviation" % (word or "missing"), c["w"], c["samples"])
_, _, c = check(dict(ALL, **{h: "pass" for h in HOSTS}))
result(c["w"]["lo"] == 1000000, "the census wins where all is tested", c["w"])
_, _, c = check(dict(ALL, **{h: "fail" for h in HOSTS if h not in S}))
result(c["w"]["lo"] == c["w"]["hi"] == 625000, "never above hi", c["w"])

# Not counted, with the reason; only good/N is left.
def refused(text, why, *args, **more):
    _, r, c = check(*args, **more)
    got = [s for s in c.get("samples", []) if not s["counts"]] if c else []
    result(bool(got) and why in got[0]["text"] and c["w"]["lo"] <= c["w"]["good"] * 1000000 // c["w"]["n"]
           and [n["n"] for n in r["notices"] if n["code"] == "unsampled"] == [len(got)], text, c and c.get("samples"), c and c["w"])


refused("nobody's key was asked for", "not proven", ALL, signers=())
write("wrong", 'o@other.example namespaces="trueup-sample@v1" ' + open("other.pub").read())
refused("signed by another key", "no key that the caller trusts", ALL, signers=("wrong",))
refused("committed after the as-of date", "by the as-of date", ALL, as_of="2026-10-09", at="2026-10-05T00:00:00Z")
refused("drawn for another period", "another period", ALL, dict(CONFIG, period={"from": "2026-05-01"}))
# A head is the digest of the previous report, sealed by a key that the caller trusts; else it is free text.
headed = dict(CONFIG, samples=["head.json"])
refused("a head that is of no report", "previous report's digest", {h: "pass" for h in drawn(HOSTS, 25, "head.json", head=head)}, headed)
trueup("keygen", "chain.pem")
trueup("check", "-q", "--as-of", "2026-10-09", "--gate", "none", "--key", "file:chain.pem", "-o", "before", "pop")
before = hashlib.sha256(open("before/report.json", "rb").read()).hexdigest()
trueup(*DRAW, "--head", before, "-o", "after.json", "AC-7", "pop")
sign("after.json")
json.dump(dict(CONFIG, samples=["after.json"]), open("trueup.json", "w"))
write("pop/scan.xml", scan({h: "pass" for h in drawn(HOSTS, 25, "after.json", head=before)}))
for trust, counts in (("chain.pub.pem", True), (None, False)):
    shutil.rmtree("out", ignore_errors=True)
    code, _, err = trueup("check", "-q", "-c", "trueup.json", "--as-of", "2026-11-01", "-o", "out", "--gate", "none",
                          "--sample-signers", "signers", "--previous", "before", *(["--trust", trust] if trust else []), "pop")
    c = [c for c in json.load(open("out/report.json"))["scopes"][0]["controls"] if c["id"] == "ac-7"][0]
    result(c["samples"][0]["counts"] == counts, "the head of a report that is %strusted" % ("" if counts else "not "),
           code, err, c["samples"])
_, _, c = check(ALL, at="2026-10-10T08:59:59Z")
result(c["samples"][0]["hold"] == 0 and c["w"]["lo"] == 625000, "results from before it hold nothing", c["samples"])
_, _, c = check(ALL, at="2026-10-10T09:00:00Z")
result(c["samples"][0]["hold"] == 25, "results at its instant do", c["samples"])
inventory(HOSTS + ["new.lock.example"])
refused("an asset more in the inventory", "not the one that it was drawn from", ALL)
inventory(HOSTS[1:])
refused("an asset less in it", "not the one that it was drawn from", {h: "pass" for h in S if h != HOSTS[0]})
inventory(HOSTS)
_, _, c = check(dict(ALL, **{"odd.lock.example": "pass"}))
want = bound(25, 25) * 100 * N // (N + 1)
result(c["w"]["lo"] == want and c["w"]["n"] == N + 1, "what no list holds is not shown by the sample", c["w"])
text = open("ac-7.sample.json").read()
write("ac-7.sample.json", text.replace('"size": 25', '"size": 24'))
refused("changed after it was signed", "no key that the caller trusts", ALL)
write("ac-7.sample.json", text)

# Drawn again: the first one counts, the other is listed.
write("again.json", text.replace("2026-10-10T09", "2026-10-11T09").replace('"size": 25', '"size": 5'))
sign("again.json")
rows = dict(ALL, **{S[i]: "notchecked" for i in range(3)})
_, r, c = check(rows, dict(CONFIG, samples=["again.json", "ac-7.sample.json"]))
result([s["counts"] for s in c["samples"]] == [True, False] and c["samples"][0]["size"] == 25
       and "drawn again" in c["samples"][1]["text"] and c["w"]["lo"] == max(bound(25, 22) * 100, 550000),
       "the first draw counts", c["samples"], c["w"])

# One draw a control and period: last year's is of last year, and keeps this year's from counting no more.
YEAR = {"from": "2026-10-01"}
json.dump({"framework": "nist-800-53", "period": YEAR}, open("draw.json", "w"))
trueup(*DRAW, "-o", "year.json", "AC-7", "pop")
sign("year.json")
old = json.load(open("year.json"))
old.update(committed="2025-10-05T00:00:00Z", period_from="2025-10-01T00:00:00Z")
write("last.json", json.dumps(old))
sign("last.json")
members = drawn(HOSTS, 25, "year.json", period="2026-09-30T10:00:00Z")
year = {h: "pass" for h in members}
both = dict(CONFIG, period=YEAR, samples=["last.json", "year.json"])
_, r, c = check(year, both)
result([s["counts"] for s in c["samples"]] == [False, True] and "another period" in c["samples"][0]["text"]
       and c["samples"][1]["hold"] == 25, "the draw of this period counts beside last year's", c and c["samples"])
# One that was drawn in this period, for whichever it said, is this period's draw.
old.update(committed="2026-10-05T00:00:00Z", period_from="2026-09-30T10:00:00.000000001Z")
write("last.json", json.dumps(old))
sign("last.json")
_, r, c = check(year, both)
result([s["counts"] for s in c["samples"]] == [False, False] and "drawn again" in c["samples"][1]["text"],
       "a period that begins a nanosecond later makes no other draw", c and c["samples"])
old.update(committed="2026-09-05T00:00:00Z", period_from="2026-09-30T10:00:00Z")
write("last.json", json.dumps(old))
sign("last.json")
_, r, c = check(year, both)
result([s["counts"] for s in c["samples"]] == [True, False], "one that was drawn for it before it began is its first draw", c and c["samples"])

# Mistakes, each with its place.
for text, change, want in (
        ("no sample", '{"trueup": "rules/1"}', 'no-sample.json:1:1: error[E731]: this is no committed sample'),
        ("misspelt member", text.replace('"size"', '"sise"'), 'did you mean "size"?'),
        ("size", text.replace('"size": 25', '"size": 1001'), "a whole number from 1 to 1000 is wanted here"),
        ("digest", text.replace('"population": "', '"population": "x'), "64 lower-case hexadecimal digits"),
        ("a day", text.replace("2026-10-10T09:00:00Z", "2026-10-10"), "one instant is wanted here"),
        ("larger than its population", text.replace('"members": 40', '"members": 4'), "a sample of 25 out of 4 members")):
    write("no-sample.json", change)
    code, err, _ = check(ALL, dict(CONFIG, samples=["no-sample.json"]))
    result(code == 2 and want in err, "refused: " + text, code, err)
code, err, _ = check(ALL, dict(CONFIG, samples=["gone.json"]))
result(code == 2 and "error[E731]: it cannot be read" in err, "refused: a file that is not there", code, err)
print("1..%d" % count)
sys.exit(bad > 0)
