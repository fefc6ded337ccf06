package onechat.gateway.baseline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import onechat.gateway.real.NpmPackages;
import onechat.gateway.real.RealPart;
import tools.jackson.databind.json.JsonMapper;

/** Starts the relays that are written for Node.js, with their packages installed below {@code target/}. Stateless. */
final class NodeRelays {
    private static final String SOCKET_IO = "relay-socketio.mjs";
    private static final String WS = "relay-ws.mjs";

    private static final Path INSTALLED = Path.of("target", "baselines").toAbsolutePath();
    private static final NpmPackages PACKAGES = new NpmPackages(
            RealPart.ofDebian("nodejs npm"),
            Path.of("src", "test", "resources", "onechat", "gateway", "baseline")
                    .toAbsolutePath(),
            INSTALLED,
            List.of("package.json", "package-lock.json", ".npmrc", "calls.mjs", SOCKET_IO, WS));

    private NodeRelays() {}

    /** The relay on ws, which speaks ONECHAT/1.0 over WebSocket. */
    static MeasuredServer ws(Workplace workplace) throws IOException, InterruptedException {
        return start(WS, workplace);
    }

    /** The relay on socket.io. */
    static MeasuredServer socketIo(Workplace workplace) throws IOException, InterruptedException {
        return start(SOCKET_IO, workplace);
    }

    /** Of an installed package. */
    static String version(String name) {
        return JsonMapper.shared()
                .readTree(PACKAGES.file(name, "package.json").toFile())
                .required("version")
                .asString();
    }

    private static MeasuredServer start(String script, Workplace workplace) throws IOException, InterruptedException {
        PACKAGES.install();
        Path people = workplace.people();
        List<String> command = workplace
                .cores()
                .forServer(List.of("node", INSTALLED.resolve(script).toString(), people.toString()));
        return MeasuredServer.start(command, people, workplace.folder().resolve(script + ".log"));
    }
}
