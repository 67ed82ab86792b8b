'use strict';
// Below /api/docs it shows the service itself; below /api/<service>/docs, on a port that forwards it, that service.
const documentUrl = '../openapi.json';

const dark = matchMedia('(prefers-color-scheme: dark)');
const applyTheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', applyTheme);
applyTheme();

const load = (url) => fetch(url).then((answer) => answer.json());

// Only WORKSPACE forwards to the others, so only its document lists them.
function showServices(services, title) {
  const links = services.map(({ name, docs }) => {
    const link = document.createElement('a');
    link.href = `${docs}/index.html`;
    link.textContent = name;
    if (title.includes(name)) link.setAttribute('aria-current', 'page');
    return link;
  });
  document.getElementById('services').replaceChildren(...links);
}

async function nameThePage() {
  const [shown, front] = await Promise.all([load(documentUrl), load('/api/openapi.json')]);
  document.title = shown.info.title;
  showServices(front['x-services'] ?? [], shown.info.title);
}

SwaggerUIBundle({
  url: documentUrl,
  dom_id: '#page',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
  onComplete: nameThePage,
});
