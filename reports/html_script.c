/*
 * The one script of the page: grouping, sorting and searching controls, and opening what a link
 * leads to.  Nothing needs it.  Its bytes are hashed into the page's policy; it makes no markup
 * from text, and it has no '<' and no '&', so that the page stays well-formed XML.
 */
#include "reports/html.h"

const char *const html_script[] = {
	"(function(){\"use strict\";",
	"var d=document,byId=function(i){return d.getElementById(i)};",
	"function reveal(){var t=null;",
	"try{t=location.hash.length>1?byId(decodeURIComponent(location.hash.slice(1))):null}catch(e){}",
	"var goal=t;while(t){if(t.tagName===\"DETAILS\")t.open=true;t=t.parentElement}",
	"if(goal)goal.scrollIntoView()}",
	"addEventListener(\"hashchange\",reveal);reveal();",
	"var tools=byId(\"tools\");if(!tools)return;tools.hidden=false;",
	"var group=byId(\"group\"),sort=byId(\"sort\"),find=byId(\"find\");",
	"var scopes=[].map.call(d.querySelectorAll(\"#controls .scope\"),function(s){",
	"return{el:s,groups:[].slice.call(s.querySelectorAll(\".group\")),",
	"all:[].map.call(s.querySelectorAll(\".c\"),function(c,i){",
	"return{el:c,home:c.parentElement,n:i,w:+c.dataset.w,id:c.dataset.id,",
	"text:c.querySelector(\"summary\").textContent.toLowerCase()}})}});",
	"function label(c,k){var m=c.el.className.match(new RegExp(\" \"+k+\"(\\\\d+)\"));",
	"var o=m?byId(\"q-\"+k+m[1]):null;return o?o.textContent.replace(/ \\(\\d+\\)$/,\"\"):\"\"}",
	"var cmp=new Intl.Collator(\"en\",{numeric:true}).compare;",
	"function order(a,b){var s=sort.value;",
	"return(s===\"id\"?cmp(a.id,b.id):s===\"w\"?b.w-a.w:",
	"s===\"o\"?cmp(label(a,\"o\"),label(b,\"o\")):0)||a.n-b.n}",
	"function arrange(){var k=group.value;scopes.forEach(function(s){",
	"[].forEach.call(s.el.querySelectorAll(\".made\"),function(g){g.remove()});",
	"var list=s.all.slice().sort(order),made={};",
	"s.groups.forEach(function(g){g.hidden=k!==\"v\"});",
	"list.forEach(function(c){var to=c.home;if(k!==\"v\"){",
	"var name=k?label(c,k):\"\";to=made[\"x\"+name];if(!to){",
	"to=made[\"x\"+name]=d.createElement(\"div\");to.className=\"group made\";",
	"if(name){var h=d.createElement(\"h4\");h.textContent=name;to.appendChild(h)}",
	"to.dataset.name=name}}to.appendChild(c.el)});",
	"Object.keys(made).sort(cmp).forEach(function(n){s.el.appendChild(made[n])})})}",
	"function search(){var q=find.value.trim().toLowerCase();scopes.forEach(function(s){",
	"s.all.forEach(function(c){c.el.hidden=q!==\"\"?c.text.indexOf(q)===-1:false});",
	"[].forEach.call(s.el.querySelectorAll(\".group\"),function(g){",
	"g.classList.toggle(\"none\",!g.querySelector(\".c:not([hidden])\"))})})}",
	"group.addEventListener(\"change\",function(){arrange();search()});",
	"sort.addEventListener(\"change\",function(){arrange();search()});",
	"find.addEventListener(\"input\",search)})();",
	NULL,
};
