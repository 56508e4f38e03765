/** Starts the window: the backend first, then what it remembers, then the screen. */
import { mount } from 'svelte';
import App from './App.svelte';
import { begin } from './app/begin';
import './styles/index.css';

await begin();
mount(App, { target: document.body });
