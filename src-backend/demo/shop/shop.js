// The shop's own behaviour: a bag that counts. It knows nothing of the chat widget, as in a customer's site.
const bag = document.querySelector('#bag');
const said = document.querySelector('#said');
let items = 0;

for (const button of document.querySelectorAll('[data-add]')) {
  button.addEventListener('click', () => {
    items += 1;
    bag.textContent = `Sacola (${items})`;
    said.textContent = `${button.dataset.add} na sacola`;
  });
}
