// node draw.mjs IN OUT: draws {title: string, blocks, modal?: {title, submit, close}}[] of IN as one page of HTML each.
import { readFileSync, writeFileSync } from 'node:fs';
import { createElement as h } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';

const style = readFileSync('node_modules/slack-blocks-to-jsx/dist/style.css', 'utf8');
const own = `
  body { margin: 0; padding: 20px; background: #fff; font-family: Lato, "DejaVu Sans", sans-serif; width: 640px; }
  .modal { border: 1px solid #ddd; border-radius: 8px; padding: 0 24px 16px; }
  .modal > header { font-weight: 900; font-size: 22px; padding: 18px 0; }
  .modal > footer { display: flex; justify-content: flex-end; gap: 12px; padding-top: 16px; }
  .modal > footer > span { border: 1px solid #bbb; border-radius: 4px; padding: 8px 14px; font-weight: 700; }
  .modal > footer > .primary { background: #007a5a; border-color: #007a5a; color: #fff; }`;
const face = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="6" '
  + 'fill="#3b5bdb"/><path d="M10 11h16M10 18h16M10 25h10" stroke="#fff" stroke-width="3"/></svg>';
const logo = `data:image/svg+xml;base64,${Buffer.from(face).toString('base64')}`;

// A static picture: what a menu begins with stands in for its placeholder.
function still(block) {
  const first = block.element?.initial_option;
  return first ? { ...block, element: { ...block.element, placeholder: first.text } } : block;
}

function drawn({ blocks: given, modal }) {
  const blocks = given.map(still);
  const message = h(Message, {
    blocks, logo, name: 'Hymnsheet', time: new Date(2026, 10, 23, 10, 0), theme: 'light', withoutWrapper: Boolean(modal),
  });
  if (!modal) return message;
  return h('div', { className: 'modal' }, h('header', null, modal.title), message, h('footer', null,
    modal.close && h('span', null, modal.close), h('span', { className: 'primary' }, modal.submit)));
}

const [source, out] = process.argv.slice(2);
for (const one of JSON.parse(readFileSync(source, 'utf8'))) {
  // The package asks for "enter" under every input; Slack does not.
  const body = renderToStaticMarkup(drawn(one)).replaceAll(/↵|Please &#x27;enter&#x27; to submit/g, '');
  writeFileSync(`${out}/${one.title}.html`,
    `<!doctype html><meta charset="utf-8"><style>${style}${own}</style><body>${body}</body>`);
}
