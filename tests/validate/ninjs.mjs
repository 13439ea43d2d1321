// SPDX-License-Identifier: GPL-3.0-or-later
// ninjs.mjs SCHEMA GEOJSON FILE… — each file and each item in it against the JSON Schema of ninjs.
import { createRequire } from "module";
import fs from "fs";
import path from "path";

const require = createRequire(path.join(process.cwd(), "x.js"));
const Ajv = require("ajv/dist/2020").default;
const [schema, geojson, ...files] = process.argv.slice(2);
const read = (name) => JSON.parse(fs.readFileSync(name, "utf8"));
const ajv = new Ajv({ strict: false, allErrors: false });

require("ajv-formats").default(ajv);
const geo = read(geojson);
delete geo.$schema;
ajv.addSchema(geo, "https://geojson.org/schema/GeoJSON.json");
const validate = ajv.compile(read(schema));
let failed = 0;

for (const file of files) {
  if (validate(read(file))) continue;
  failed = 1;
  for (const error of validate.errors.slice(0, 5)) console.log(`${path.basename(file)}: ${error.instancePath} ${error.message}`);
}
process.exit(failed);
