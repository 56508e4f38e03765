/** Starts the window: the backend first, then what it remembers, then the screen. */
import { mount } from 'svelte';
import App from './App.svelte';
import { follow, preferences, progress } from './data';
import { choose } from './platform';
import './styles/index.css';

const backend = await choose();
follow(backend);
progress.follow(backend);
await preferences.load().catch(() => undefined);
mount(App, { target: document.body });
