// report.html in a browser and by html-validate and axe. TAP.
// node html.mjs MODULES BROWSER NAME=FILE...
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";

const [modules, browser, ...reports] = process.argv.slice(2);
const require = createRequire(modules + "/package.json");
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")).href);
const { HtmlValidate, StaticConfigLoader } = require("html-validate");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let n = 0, bad = 0;
function result(ok, text, why) {
	if (!ok) {
		bad = 1;
		for (const line of [].concat(why ?? []).slice(0, 12)) console.log("# " + String(line).slice(0, 300));
	}
	console.log((ok ? "ok " : "not ok ") + ++n + " - " + text);
}

// The page is XML too, so empty elements close themselves and attributes have values; an id may
// have dots, as the ids of controls do.
const rules = { "void-style": ["error", { style: "selfclose" }], "attribute-boolean-style": "off",
	"valid-id": ["error", { relaxed: true }] };
function validator(name) {
	return new HtmlValidate(new StaticConfigLoader({ root: true,
		extends: ["html-validate:standard", "html-validate:a11y"],
		rules: name === "hostile" ? { ...rules, "long-title": "off" } : rules }));
}

const b = await puppeteer.launch({ executablePath: browser, args: ["--no-sandbox"], protocolTimeout: 240000 });

async function open(file, { width = 1280, dark = false, script = true } = {}) {
	const p = await b.newPage();
	p.said = [];
	p.on("console", (m) => p.said.push(m.text()));
	p.on("pageerror", (e) => p.said.push(e.message));
	p.on("request", (r) => r.url().startsWith("file://") || p.said.push("asks for " + r.url()));
	await p.setJavaScriptEnabled(script);
	await p.setViewport({ width, height: 900 });
	if (dark) await p.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
	await p.goto(pathToFileURL(file).href, { timeout: 120000 });
	return p;
}

async function accessible(file, name, how) {
	const p = await open(file, how);
	await p.evaluate(() => document.querySelectorAll("#summary details, #controls .c, #items details")
		.forEach((d, i) => { d.open = i < 12; }));
	// The page's own policy forbids any script but its own: axe comes in past it.
	const client = await p.createCDPSession();
	await client.send("Runtime.evaluate", { expression: axe });
	const { result: r } = await client.send("Runtime.evaluate", { awaitPromise: true, returnByValue: true,
		expression: "axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + " +
			"v.nodes.length + ' x ' + v.nodes[0].html + ' ' + v.nodes[0].failureSummary.replace(/\\n/g, ' ')))" });
	result(Array.isArray(r.value) && r.value.length === 0, name, r.value);
	await p.close();
}

const visible = (p) => p.evaluate(() => [...document.querySelectorAll("#controls .c")].filter((c) => c.offsetParent).length);
const choose = (p, id) => p.evaluate((id) => {
	const o = document.getElementById(id);
	o.parentElement.value = o.value;
	o.selected = true;
	return +o.textContent.replace(/.*\((\d+)\)$/, "$1");
}, id);

async function works(file, name) {
	// Without any script: the choice is the browser's own.
	let p = await open(file, { script: false });
	const all = await p.$$eval("#controls .c", (v) => v.length);
	let want = await choose(p, "q-v1");
	result(want < all && await visible(p) === want, `${name}: without a script a verdict can be chosen`);
	await choose(p, "q-v0");
	want = await choose(p, "q-l1");
	result(want > 0 && await visible(p) === want, `${name}: and what holds controls back`);
	result(await p.$eval("#tools", (t) => t.hidden), `${name}: and what needs the script is not shown`);
	await p.close();

	p = await open(file);
	result(!await p.$eval("#tools", (t) => t.hidden), `${name}: with the script there is more`);
	await p.select("#group", "f");
	const groups = await p.$$eval("#controls .made h4", (v) => v.map((h) => h.textContent));
	result(groups.length > 1 && groups.join() === [...groups].sort().join() && await visible(p) === all,
		`${name}: grouped by family`, groups);
	await p.select("#group", "");
	await p.select("#sort", "w");
	const weights = await p.$$eval("#controls .made .c", (v) => v.map((c) => +c.dataset.w));
	result(weights.length === all && weights.every((w, i) => i === 0 || w <= weights[i - 1]),
		`${name}: sorted by weight`, weights.join());
	await p.type("#find", "ra-5");
	result(await visible(p) === 1, `${name}: a search leaves one`);
	await p.$eval("#find", (f) => { f.value = ""; f.dispatchEvent(new Event("input")); });
	await p.select("#group", "v");
	await p.select("#sort", "");
	const order = await p.$$eval("#controls .c", (v) => v.map((c) => c.dataset.id).join());
	await p.close();
	p = await open(file);
	result(order === await p.$$eval("#controls .c", (v) => v.map((c) => c.dataset.id).join()),
		`${name}: back as it was`);
	const link = await p.$eval("#summary a[href^='#control']", (a) => a.getAttribute("href"));
	await p.evaluate((l) => { location.hash = l; }, link);
	await new Promise((r) => setTimeout(r, 200));
	result(await p.$eval(link.replaceAll(".", "\\."), (d) => d.open), `${name}: a link opens what it leads to`);
	await p.keyboard.press("Tab");
	result(await p.evaluate(() => document.activeElement !== document.body), `${name}: keys reach it`);
	// The way of an item that went round: drawn bars, in order of time.
	const bars = await p.$$eval("#items details", (v) => v.map((d) => d.querySelectorAll(".timeline rect[class^=b-]").length));
	result(Math.max(...bars) >= 4, `${name}: who held an item when is drawn`, bars.join());
	await p.close();
}

for (const report of reports) {
	const [name, file] = report.split(/=(.*)/s);
	const checked = await validator(name).validateFile(file);
	result(checked.valid, `${name}: html-validate, standard and accessibility`, checked.results.flatMap((r) =>
		r.messages.map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`)));
	for (const width of [1280, 390]) {
		const p = await open(file, { width });
		result(p.said.length === 0, `${name}, ${width} wide: no error, no request, no breach of its policy`, p.said);
		result(await p.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}, ${width} wide: nothing sticks out`);
		await p.close();
	}
	if (name !== "org")
		continue;
	for (const how of [{ width: 1280 }, { width: 1280, dark: true }, { width: 390 }])
		await accessible(file, `${name}: axe, ${how.width} wide, ${how.dark ? "dark" : "light"}`, how);
	await works(file, name);
}
await b.close();
console.log("1.." + n);
process.exit(bad);
