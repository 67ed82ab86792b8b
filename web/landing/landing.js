// Shows the health of the four services, as each one reports it, and keeps it current.
const services = [
  ['workspace', 'this page; the API of all four under one address'],
  ['point', 'sign-in, users, roles, audit'],
  ['ottb', 'trunks, slots, monitoring'],
  ['dci', 'event log'],
];
const glyphs = { ok: '●', degraded: '◐', down: '✕' };
const list = document.getElementById('services');

function row(name, about) {
  const item = document.createElement('li');
  const cells = ['name', 'state', 'about', 'docs'].map((kind) => {
    const cell = document.createElement('span');
    cell.className = kind;
    item.append(cell);
    return cell;
  });
  cells[0].textContent = name.toUpperCase();
  cells[2].textContent = about;
  const link = document.createElement('a');
  link.href = `/api/${name}/docs`;
  link.textContent = 'API';
  link.setAttribute('aria-label', `API of ${name}`);
  cells[3].append(link);
  list.append(item);
  return cells[1];
}

const states = new Map(services.map(([name, about]) => [name, row(name, about)]));

async function refresh() {
  for (const [name, cell] of states) {
    let status = 'down';
    try {
      const report = await (await fetch(`/api/${name}/health`)).json();
      status = report.status;
      document.getElementById('version').textContent = report.version;
    } catch {
      // The service does not answer: that is what "down" says.
    }
    cell.className = `state ${status}`;
    cell.textContent = `${glyphs[status]} ${status}`;
  }
}

document.getElementById('origin').textContent = location.origin;
refresh();
setInterval(refresh, 5000);
