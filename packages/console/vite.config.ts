import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// One application for both nodes: each node serves the built folder at `/` beside its own `/api`.
// During development the interface is taken from a running node, by default the Viet Nam side of `npm start`.
const node = process.env.PAIRGATE_NODE ?? 'http://localhost:4080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../build/console',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { '/api': { target: node, changeOrigin: false } },
  },
});
