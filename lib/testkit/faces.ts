export { dataConf as DATA_CONF_FACE } from "#lib/modules/data-conf/module.ts";
