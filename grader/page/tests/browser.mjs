// Opens pages in a real browser, in every style that they have, and prints what is wrong with them, a line each.
// node browser.mjs TOOLS BROWSER PROFILE [--shots FOLDER] FILE…
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [tools, browserPath, profile, ...rest] = process.argv.slice(2);
const shots = rest[0] === "--shots" ? rest.splice(0, 2)[1] : null;
const require = createRequire(join(tools, "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const STYLES = [
  { name: "light", width: 1100, scheme: "light", media: "screen" },
  { name: "dark", width: 1100, scheme: "dark", media: "screen" },
  { name: "narrow", width: 360, scheme: "light", media: "screen" },
  { name: "narrow-dark", width: 360, scheme: "dark", media: "screen" },
  { name: "wide", width: 2400, scheme: "light", media: "screen" },
  { name: "print", width: 794, scheme: "light", media: "print" },
];

const browser = await puppeteer.launch({
  executablePath: browserPath,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let wrong = 0;
for (const file of rest) {
  for (const style of STYLES) {
    const say = (what) => { wrong += 1; console.log(`${basename(file)}, ${style.name}: ${what}`); };
    const page = await browser.newPage();
    page.on("console", (message) => say(`the console says ${message.text()}`));
    page.on("pageerror", (error) => say(`an error: ${error.message}`));
    const own = pathToFileURL(file).href;
    page.on("request", (request) => {
      const beside = request.url().startsWith(new URL(".", own).href) && request.url().endsWith(".css");
      if (request.url() !== own && !beside) say(`it loads ${request.url()}`);
    });
    await page.setViewport({ width: style.width, height: 900 });
    // both at once: each alone would undo the other
    const features = [{ name: "prefers-color-scheme", value: style.scheme }];
    await (await page.createCDPSession()).send("Emulation.setEmulatedMedia", { media: style.media, features });
    await page.goto(own, { waitUntil: "load" });
    const media = `${style.media} and (prefers-color-scheme: ${style.scheme})`;
    if (!await page.evaluate((media) => matchMedia(media).matches, media)) say("the style is not the one asked for");
    for (const unfolded of [false, true]) {
      if (unfolded) await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      const [inside, outside] = await page.evaluate(() =>
        [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]);
      if (inside > outside) say(`${inside} pixels on ${outside}${unfolded ? ", unfolded" : ""}`);
      const text = await page.evaluate(() => document.body.innerText.length);
      if (text < 200) say(`there is nothing to read but ${text} letters`);
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
      if (found.passes.length < 5) say("axe looked at next to nothing");
      for (const one of found.violations) {
        say(`${one.id}, ${one.nodes.length} times, first ${one.nodes[0].html.slice(0, 160)}`);
      }
      if (shots && !unfolded) {
        await page.screenshot({ path: join(shots, `${basename(file, ".html")}-${style.name}.png`) });
      }
    }
    await page.close();
  }
}
await browser.close();
console.log(`${rest.length} pages in ${STYLES.length} styles, ${wrong} faults`);
process.exit(wrong === 0 ? 0 : 1);
