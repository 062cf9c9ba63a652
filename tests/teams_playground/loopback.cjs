// node --require loopback.cjs: listens on 127.0.0.1, where the program itself would listen on every interface, and
// connects to nowhere else: even with its telemetry switched off it asks for a cloud's metadata. It ends with whoever
// holds its standard input.
const net = require('node:net');

const HOST = '127.0.0.1';
const { listen } = net.Server.prototype;
const { connect } = net.Socket.prototype;

net.Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, { port, host: HOST }, ...rest.filter((each) => typeof each === 'function'));
};

net.Socket.prototype.connect = function (...given) {
  const [wanted] = Array.isArray(given[0]) ? given[0] : given;
  if (wanted.host === HOST) return connect.apply(this, given);
  process.nextTick(() => this.destroy(new Error(`not on this machine: ${wanted.host}`)));
  return this;
};

process.stdin.on('end', () => process.exit()).resume();
