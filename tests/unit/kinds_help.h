#ifndef TRUEUP_TESTS_KINDS_HELP_H
#define TRUEUP_TESTS_KINDS_HELP_H
/* Rules, sources and records of a few words each: what the tests of kinds are written in. */
#include "tests/unit/rules_help.h"

#define FLAG(id, kind, dim, record)                                                               \
	"{'id':'" id "','kind':'" kind "','dim':'" dim "','effect':'flag','severity':'low',"      \
	"'question':'q','for':'" record "','message':'m {why}','fix':'f',"
#define INSTANCE(id, kind, dim, record)                                                           \
	"{'id':'" id "','kind':'" kind "','dim':'" dim "','effect':'instance','severity':'low',"  \
	"'question':'q','for':'" record "','message':'m {why}','fix':'f',"
#define PARAM(name, type, value)                                                                  \
	"'" name "':{'type':'" type "','default':" value ",'stricter':'lower','basis':'trueup',"   \
	"'source':'s'}"
#define LIMIT(value) "'params':{" PARAM("limit", "duration", "'" value "'") "}},"
#define TABLE                                                                                     \
	"'params':{" PARAM("limit", "table",                                                       \
		"{'critical':'P1D','high':'P2D','moderate':'P3D','low':'P4D'}") "}},"

/* ---- models: sources by letters, records by macros ---- */

static const struct { char letter; const char *text; } sources[] = {
	{'R', "{'path':'hr.csv','roles':['roster'],'complete':true,'as_of':'2026-10-20'}"},
	{'r', "{'path':'hr.csv','roles':['roster'],'as_of':'2026-10-20'}"},
	{'C', "{'path':'reg.csv','roles':['claim']}"},
	{'I', "{'path':'jira.json','roles':['item']}"},
	{'W', "{'path':'jira.json','roles':['item'],'complete':true}"},
	{'D', "{'path':'again.xml','roles':['observation'],'originator':'scanner'}"},
	{'P', "{'path':'cmdb.csv','roles':['population'],'originator':'cmdb'}"},
	{'S', "{'path':'scan.xml','roles':['observation'],'originator':'scanner'}"},
	{'O', "{'path':'other.xml','roles':['observation'],'originator':'other'}"},
	{'E', "{'path':'roles.csv','roles':['roles']}"},
};

#define PERSON(name, mail, more)                                                                   \
	"{'record':'party','source':'hr.csv','name':'" name                                        \
	"','ids':[{'ns':'email','value':'" mail "'}]" more "},"
#define HERE ",'active':'T','hired':'2020-01-01'"
#define GONE ",'active':'F','hired':'2020-01-01','left':'2026-09-30'"
#define BO PERSON("Bo Lee", "bo@x.example", HERE)
#define MAIL(m) "{'raw':'" m "','email':'" m "'}"
#define NAME(n) "{'raw':'" n "','name':'" n "'}"
#define CLAIM(state)                                                                               \
	"{'record':'claim','source':'reg.csv','kind':'grc','framework':'nist-800-53',"             \
	"'control':'ac-2','state':'" state "'},"
#define GREEN_CLAIM CLAIM("implemented")
#define OWNER(party)                                                                               \
	"{'record':'assign','source':'reg.csv','subject':'control','framework':'nist-800-53',"     \
	"'id':'ac-2','role':'owner','owner':true,'party':" party "},"
#define ITEM(more)                                                                                 \
	"{'record':'item','source':'jira.json','tracker':'jira','key':'S-1','type':'finding'"      \
	more "},"
#define LOG ",'status':'open','has_history':true"
#define EVENT(id, at, more)                                                                        \
	"{'record':'event','source':'jira.json','tracker':'jira','item':'S-1','id':'" id           \
	"','at':'" at "','kind':'other'" more "},"
#define BY(m) ",'actor':" MAIL(m)
#define ACCEPTANCE(more) "{'record':'acceptance','source':'jira.json','id':'A-1'" more "},"
#define HOST(h)                                                                                    \
	"{'record':'asset','source':'cmdb.csv','ids':[{'ns':'fqdn','value':'" h                    \
	".x.example'}],'name':'" h "','listed':true},"
#define SAW_AS(src, by, host, test, res, at, grade, more)                                          \
	"{'record':'observation','source':'" src "','originator':'" by                             \
	"','asset':[{'ns':'fqdn','value':'" host ".x.example'}],'benchmark':'b','test':'" test     \
	"','result':'" res "','at':'" at "','grade':'" grade                                       \
	"','tags':[{'scheme':'nist-800-53','id':'ac-2','relation':'equal'}]" more "},"
#define SAW(host, res)                                                                             \
	SAW_AS("scan.xml", "scanner", host, "t1", res, "2026-10-20T00:00:00Z", "E3", "")
#define OTHER_SAW(host, test, res)                                                                 \
	SAW_AS("other.xml", "other", host, test, res, "2026-10-20T00:00:00Z", "E3", "")

static inline struct model *
model_with(struct bench *b, const char *config, const char *letters, const char *records)
{
	const char *list = "";

	for (const char *p = letters; *p != '\0'; p++) {
		for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
			if (sources[i].letter == *p)
				list = arena_printf(b->a, "%s%s,", list, sources[i].text);
	}
	return model_of(b, arena_printf(b->a,
		"{'config':{'as_of':'2026-11-01T00:00:00Z'%s},'sources':[%s],'records':[%s]}",
		config, list, records));
}

#endif
