// Takes the picture of a page that README shows: one part of it, in light.
// node picture.mjs TOOLS BROWSER PROFILE PAGE ID PICTURE
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [tools, browserPath, profile, file, id, picture] = process.argv.slice(2);
const puppeteer = createRequire(join(tools, "package.json"))("puppeteer-core");
const browser = await puppeteer.launch({
  executablePath: browserPath,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
});
const page = await browser.newPage();
await page.setViewport({ width: 900, height: 900 });
await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
const part = await page.$(`[id="${id}"]`);
if (part === null) throw new Error(`the page has no ${id}`);
await part.screenshot({ path: picture });
await browser.close();
