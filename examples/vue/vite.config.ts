import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { tokenEndpoint } from "./token-endpoint.ts";

export default defineConfig({
  plugins: [
    // --8<-- [start:vue]
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "ats-widget" } } }),
    // --8<-- [end:vue]
    // Vite's own server has the token endpoint. On a live site, it belongs to your back end.
    {
      name: "ats-token",
      configureServer: ({ middlewares }) => void middlewares.use("/api/ats-token", tokenEndpoint),
    },
  ],
  server: { host: "127.0.0.1", port: Number(process.env.PORT ?? 5006), strictPort: true },
});
