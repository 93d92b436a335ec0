#!/usr/bin/env python3
"""Raw tables of a warehouse: JSON of trackers' interfaces in cells, taken out and read. TAP.

The tables are no export that people have, but their cells are records as Jira, GitHub, GitLab, Opsgenie and PagerDuty
gave them. All records of a table are one list; each is seen, none is refused, and what was kept and ignored is what
is counted here from the JSON alone."""

import csv
import json
import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("TRUEUP", os.path.join(TOP, "build", "trueup"))
CORPUS = os.environ.get("TRUEUP_CORPUS", "")


def pull(row):
    return "pull_request" in row or "pull_request" in row.get("issue", {})


# Table, its reader, and which records are left out by name.
TABLES = [
    ("jira/_raw_jira_api_issues", "jira", lambda row: False),
    ("jira/_raw_jira_api_issues_for_due_date", "jira", lambda row: False),
    ("jira/_raw_jira_api_users", "json-mapping", lambda row: False),
    ("github/_raw_github_api_issues", "github", pull),
    ("github/_raw_github_api_events", "github", pull),
    ("gitlab/_raw_gitlab_api_issues", "gitlab", lambda row: False),
    ("gitlab/_raw_gitlab_api_users", "json-mapping", lambda row: False),
    ("pagerduty/_raw_pagerduty_incidents", "pagerduty", lambda row: False),
    ("pagerduty/_raw_opsgenie_incidents", "opsgenie", lambda row: False),
    ("pagerduty/_raw_opsgenie_users", "json-mapping", lambda row: False),
]


def identified(path):
    out = subprocess.run([PROGRAM, "identify", "--json", path], capture_output=True, check=False).stdout
    return json.loads(out.decode().splitlines()[0])


def main():
    if not os.path.isdir(CORPUS):
        print("1..0 # SKIP the corpus is not here (TRUEUP_CORPUS)")
        return 0
    csv.field_size_limit(1 << 30)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (table, reader, left_out) in enumerate(TABLES, 1):
            with open(os.path.join(CORPUS, "tickets", table + ".csv"), encoding="utf-8-sig", newline="") as f:
                rows = [json.loads(row["data"]) for row in csv.DictReader(f)]
            path = os.path.join(folder, f"{number}.json")
            with open(path, "w", encoding="utf-8") as f:
                json.dump(rows, f)
            got = identified(path)
            want = {"format": reader, "seen": len(rows), "kept": sum(not left_out(r) for r in rows), "refused": 0}
            wrong = [f"{k}: counted {v}, read {got[k]}" for k, v in want.items() if got[k] != v]
            failures += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {number} - {table}: {len(rows)} records in cells")
            for line in wrong:
                print("#   " + line)
    print(f"1..{len(TABLES)}")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
