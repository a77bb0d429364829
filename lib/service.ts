/** The only file that picks plugs and wires them, with the folder beside it: everyone else asks here. */
export { type EngineService, openEngineService } from "./service/engine.ts";
export { openWebService, setWebService, type WebService, webService } from "./service/web.ts";
