'use strict';
// Below /api/docs it shows the service itself; below /api/<service>/docs, on a port that forwards it, that service.
const documentUrl = '../openapi.json';

const dark = matchMedia('(prefers-color-scheme: dark)');
const applyTheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', applyTheme);
applyTheme();

function nameService(spec) {
  document.title = spec.info.title;
  const links = spec['x-services'].map(({ name, docs }) => {
    const link = document.createElement('a');
    link.href = `${docs}/index.html`;
    link.textContent = name;
    if (spec.info.title.includes(name)) link.setAttribute('aria-current', 'page');
    return link;
  });
  // Only WORKSPACE forwards to the others; elsewhere the links would lead nowhere.
  document.getElementById('services').replaceChildren(...links);
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
  onComplete() {
    fetch(documentUrl).then((answer) => answer.json()).then((spec) => {
      if (spec['x-services']) nameService(spec);
    });
  },
});
