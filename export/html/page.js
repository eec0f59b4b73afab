// What the page can do beyond being read: filter, search, sort, lead to a finding that is filtered away.
'use strict';
(function () {
	const form = document.getElementById('filtri'), table = document.getElementById('tabella');
	const fold = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/\s+/g, ' ');

	// --- filter and search
	const rows = table ? Array.from(table.tBodies[0].rows) : [];
	const texts = new Map();
	const textOf = (row) => {
		if (!texts.has(row)) texts.set(row, fold(row.textContent));
		return texts.get(row);
	};
	function filter () {
		const wanted = ['status', 'rule', 'part'].map((name) => [name, form.elements[name] ? form.elements[name].value : '']);
		const words = fold(form.elements.text.value).split(' ').filter(Boolean);
		let shown = 0;
		for (const row of rows) {
			const fits = wanted.every(([name, value]) => !value || row.dataset[name] === value) &&
				words.every((word) => textOf(row).includes(word));
			row.classList.toggle('out', !fits);
			shown += fits;
		}
		const said = document.getElementById('mostrate');
		said.textContent = said.dataset.text.replace('%d', shown).replace('%d', rows.length);
	}
	// What is asked for stands in the address, so that it can be sent to somebody: #verifiche?status=mismatch&text=mensa
	const fields = ['status', 'rule', 'part', 'text'];
	function keep () {
		const asked = new URLSearchParams();
		for (const name of fields)
			if (form.elements[name] && form.elements[name].value) asked.set(name, form.elements[name].value);
		const address = asked.toString() ? '#verifiche?' + asked : '#verifiche';
		if (location.hash !== address) history.replaceState(null, '', address);
	}
	function takeAddress () {
		if (!form || !location.hash.startsWith('#verifiche?')) return false;
		const asked = new URLSearchParams(location.hash.slice('#verifiche?'.length));
		for (const name of fields) {
			const field = form.elements[name];
			if (!field) continue;
			field.value = asked.get(name) || '';
			if (field.selectedIndex < 0) field.value = ''; // an outcome or rule that is not in this document
		}
		filter();
		document.getElementById('verifiche').scrollIntoView();
		return true;
	}
	function showAll () {
		form.reset();
		filter();
	}
	if (form) {
		form.hidden = false;
		form.addEventListener('input', () => { filter(); keep(); });
		form.addEventListener('submit', (event) => event.preventDefault());
		form.addEventListener('reset', () => setTimeout(filter));
		form.querySelector('[type=reset]').addEventListener('click', () => setTimeout(keep));
		filter();
		for (const tile of document.querySelectorAll('.tile'))
			tile.addEventListener('click', (event) => {
				event.preventDefault();
				form.reset();
				form.elements.status.value = tile.dataset.status;
				if (form.elements.status.selectedIndex < 0) form.elements.status.value = '';
				filter();
				keep();
				document.getElementById('verifiche').scrollIntoView();
			});
	}

	// --- sort
	function sort (head, column) {
		const down = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
		for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');
		head.setAttribute('aria-sort', down > 0 ? 'ascending' : 'descending');
		const key = (row) => {
			const cell = row.cells[column], given = cell.dataset.sort;
			return given === undefined ? fold(cell.textContent) : given === '' ? null : Number(given);
		};
		const compare = (a, b) => {
			if (a === null || b === null) return (a === null) - (b === null); // what is empty stays at the end
			return down * (typeof a === 'number' ? a - b : a.localeCompare(b, 'it', { numeric: true }));
		};
		const keyed = rows.map((row, place) => ({ row, place, key: key(row) }));
		keyed.sort((a, b) => compare(a.key, b.key) || a.place - b.place);
		table.tBodies[0].append(...keyed.map((k) => k.row));
	}
	if (table)
		Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
			if ('fixed' in head.dataset) return;
			const button = document.createElement('button');
			button.type = 'button';
			button.append(...head.childNodes);
			button.addEventListener('click', () => sort(head, column));
			head.append(button);
		});

	// --- links to findings
	function lead () {
		if (takeAddress()) return;
		const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
		if (!target) return;
		if (target.classList.contains('out')) showAll();
		for (let e = target; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
		if (!target.hasAttribute('tabindex')) return;
		target.focus({ preventScroll: true });
		target.scrollIntoView();
	}
	window.addEventListener('hashchange', lead);
	lead();

	// --- a picture that is wider than the screen begins where its figure is
	for (const scroll of document.querySelectorAll('.scroll')) {
		if (scroll.scrollWidth <= scroll.clientWidth) continue;
		scroll.tabIndex = 0;
		scroll.setAttribute('role', 'group');
		scroll.setAttribute('aria-label', scroll.firstElementChild.alt);
		scroll.scrollLeft = Number(scroll.dataset.at) / 100 * scroll.scrollWidth - scroll.clientWidth / 2;
	}

	// --- many charts are shown group by group; on paper all that is folded is open
	const groups = document.querySelectorAll('.group');
	if (document.querySelectorAll('.indicator').length > 24)
		groups.forEach((group, place) => { group.open = place === 0; });
	let folded = [];
	window.addEventListener('beforeprint', () => {
		folded = Array.from(document.querySelectorAll('details:not([open])'));
		folded.forEach((details) => { details.open = true; });
	});
	window.addEventListener('afterprint', () => folded.forEach((details) => { details.open = false; }));
})();
