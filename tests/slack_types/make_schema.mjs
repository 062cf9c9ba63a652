// node make_schema.mjs OUT: writes the JSON Schema of known.ts.
import { writeFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';

const generator = createGenerator({ path: 'known.ts', type: 'Everything', skipTypeCheck: true });
writeFileSync(process.argv[2], JSON.stringify(generator.createSchema('Everything')));
