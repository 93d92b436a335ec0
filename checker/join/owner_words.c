#include "checker/join/owner_words.h"

#include <stddef.h>

const char *const no_person_words[] = {
	/* nobody */
	"", "?", "??", "???", "n/a", "na", "n.a.", "nil", "nobody", "no one", "noone", "none",
	"no owner", "not a person", "not applicable", "not assigned", "not set", "null", "open",
	"pending", "tba", "tbc", "tbd", "to be assigned", "to be confirmed", "to be determined",
	"unassigned", "unknown", "vacant", "various", "multiple", "default", "default owner",
	/* somebody outside, no one by name */
	"external", "external user", "third party", "vendor", "the vendor", "supplier",
	"contractor",
	/* teams */
	"admins", "administrators", "all", "all staff", "all users", "app team", "application team",
	"appsec", "appsec team", "application security", "audit", "audit team", "board", "business",
	"cloud team", "compliance", "compliance team", "cybersecurity", "cyber security",
	"dba team", "dev", "dev team", "developers", "development", "development team", "devops",
	"devops team", "devsecops", "engineering", "engineering team", "everybody", "everyone",
	"facilities", "finance", "grc", "grc team", "help desk", "helpdesk", "hr", "hr team",
	"human resources", "information security", "information security team", "infosec",
	"infosec team", "infrastructure", "infrastructure team", "internal audit", "it",
	"it department", "it operations", "it ops", "it security", "it support", "it team", "legal",
	"legal team", "management", "management team", "network team", "networking", "operations",
	"operations team", "ops", "ops team", "platform", "platform team", "privacy",
	"privacy team", "procurement", "product team", "qa", "risk", "risk management", "risk team",
	"sec ops", "secops", "security", "security operations", "security operations center",
	"security team", "service desk", "soc", "soc team", "sre", "sre team", "staff", "support",
	"support team", "sysadmins", "system administrators", "team", "the team", NULL};

const char *const role_words[] = {
	"ao", "asset owner", "authorizing official", "business owner", "ceo", "cfo",
	"chief executive officer", "chief financial officer", "chief information officer",
	"chief information security officer", "chief operating officer", "chief risk officer",
	"chief security officer", "chief technology officer", "cio", "ciso", "control owner", "coo",
	"cro", "cso", "cto", "data owner", "data protection officer", "dpo",
	"information owner", "information system owner", "information system security manager",
	"information system security officer", "iso", "issm", "isso", "owner", "privacy officer",
	"process owner", "product owner", "risk owner", "security officer", "service owner",
	"system administrator", "system owner", "system security officer",
	NULL
};
