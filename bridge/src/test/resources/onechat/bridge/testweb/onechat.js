export { part } from './lib/part.js';
