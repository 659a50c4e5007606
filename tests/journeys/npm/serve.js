// Serves telegram-test-api on the port given; says so when it listens.
const TelegramServer = require("telegram-test-api");

const server = new TelegramServer({ host: "127.0.0.1", port: Number(process.argv[2]), storeTimeout: 3600 });
server.start().then(() => process.stdout.write("listening\n"));
