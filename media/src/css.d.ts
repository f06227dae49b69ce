/** The bundler turns these imports into the panel's style sheet. */
declare module '*.css';
