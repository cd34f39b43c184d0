import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { tokenEndpoint } from "./token-endpoint.ts";

export default defineConfig({
  plugins: [
    react(),
    // Vite's own server has the token endpoint. On a live site, it belongs to your back end.
    {
      name: "ats-token",
      configureServer: ({ middlewares }) => void middlewares.use("/api/ats-token", tokenEndpoint),
    },
  ],
  server: { host: "127.0.0.1", port: Number(process.env.PORT ?? 5005), strictPort: true },
});
