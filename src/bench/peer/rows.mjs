// Writes N rows of a shop's feed, always the same ones: node rows.mjs N FILE.csv
import fs from 'node:fs';

const [count, file] = process.argv.slice(2);
const kinds = ['lamp', 'chair', 'kettle', 'teapot', 'rug', 'vase', 'tray', 'bowl', 'mirror', 'clock'];
const colours = ['oxblood', 'bottle green', 'ochre', 'slate', 'ivory', 'Prussian blue', 'terracotta'];
const stories = ['"made in Porto, one at a time"', 'turned from one piece of ash', '', '"a ""second"" no more"', '部屋の音'];

const out = fs.createWriteStream(file);
out.write('sku,product,colour,price,story\n');
let chunk = '';
for (let i = 1; i <= Number(count); i++) {
  const name = `Nordlys ${kinds[i % kinds.length]} no. ${i}`;
  const price = `${1 + ((i * 37) % 1999)}.${String((i * 7) % 100).padStart(2, '0')}`;
  chunk += `n-${i},${name},${colours[i % colours.length]},${price},${stories[i % stories.length]}\n`;
  if (chunk.length > 1 << 20) {
    out.write(chunk);
    chunk = '';
  }
}
out.end(chunk);
