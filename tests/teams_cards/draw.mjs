// node draw.mjs IN OUT: draws {title: string, card}[] of IN as one page of HTML each, by the package's own renderer.
import { readFileSync, writeFileSync } from 'node:fs';

const library = readFileSync('node_modules/adaptivecards/dist/adaptivecards.min.js', 'utf8');
const color = (normal, subtle = normal) => ({ default: normal, subtle });
const colors = {
  default: color('#242424', '#616161'), accent: color('#5b5fc7'), good: color('#237b4b'), warning: color('#835c00'),
  attention: color('#c4314b'), light: color('#fff'), dark: color('#242424'),
};
// As Teams draws: its font, sizes, spaces and buttons.
const host = {
  fontFamily: '"Segoe UI", "DejaVu Sans", sans-serif',
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e1dfdd' },
  supportsInteractivity: true,
  containerStyles: {
    default: { backgroundColor: '#ffffff', foregroundColors: colors },
    emphasis: { backgroundColor: '#f5f5f5', foregroundColors: colors },
  },
  actions: {
    maxActions: 6, spacing: 'default', buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 8, style: 'emphasis' },
  },
  inputs: { label: { requiredInputs: { suffix: ' *', suffixColor: 'attention', weight: 'bolder' },
    optionalInputs: { weight: 'bolder' } } },
};
const style = `
  body { margin: 0; padding: 20px; background: #f5f5f5; width: 640px; font-size: 14px; }
  .card { background: #fff; border: 1px solid #e1dfdd; border-radius: 6px; box-shadow: 0 1px 3px #0002; }
  .ac-pushButton { border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; padding: 6px 12px; font: inherit;
    font-weight: 600; }
  .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
  .ac-pushButton.style-destructive { color: #c4314b; border-color: #c4314b; }
  input.ac-input, textarea.ac-input, select.ac-input { font: inherit; padding: 6px 8px; border: 1px solid #d1d1d1;
    border-radius: 4px; background: #fff; box-sizing: border-box; width: 100%; }
  input[type=checkbox] { width: auto; margin: 0; }
  .ac-choiceSetInput-filtered-container { width: 100%; }
  .ac-choiceSetInput-filtered-dropdown { display: none; }
  textarea.ac-input { min-height: 72px; }
  .ac-container { border-radius: 4px; }`;
const script = `
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(host)});
  card.parse(JSON.parse(document.getElementById('card').textContent));
  document.querySelector('.card').appendChild(card.render());`;

const [source, out] = process.argv.slice(2);
for (const { title, card } of JSON.parse(readFileSync(source, 'utf8'))) {
  const data = JSON.stringify(card).replaceAll('<', '\\u003c');
  writeFileSync(`${out}/${title}.html`, `<!doctype html><meta charset="utf-8"><style>${style}</style>
<body><div class="card"></div><script type="application/json" id="card">${data}</script>
<script>${library}</script><script>${script}</script></body>`);
}
