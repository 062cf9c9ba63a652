// node check.mjs IN OUT: for each card of IN what the package adaptivecards says against it, as [[event, message]…].
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AC = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');
const names = AC.ValidationEvent;

function complaints(source) {
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  const card = new AC.AdaptiveCard();
  card.parse(source, context);
  const told = [];
  for (let i = 0; i < context.eventCount; i += 1) {
    const { event, message } = context.getEventAt(i);
    told.push([names[event], message]);
  }
  for (const { event, message } of card.validateProperties().validationEvents) told.push([names[event], message]);
  return told;
}

const [source, out] = process.argv.slice(2);
const cards = JSON.parse(readFileSync(source, 'utf8'));
writeFileSync(out, JSON.stringify(cards.map(complaints)));
