package onechat.gateway.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.Main;
import onechat.gateway.real.ProcessOutput;
import onechat.gateway.system.BenchmarkServer;

/** What a server is loaded with, by a process of its own: {@code onechat bench relay} where it speaks OneChat, {@link RelayLoad} elsewhere. */
enum Load {
    TCP(false),
    TCP_WITHOUT_RESUME(false),
    WEBSOCKET(true),
    WEBSOCKET_WITHOUT_RESUME(true),
    MQTT(false),
    SOCKET_IO(true);

    /** To start, to connect, and until the last relay has arrived. */
    private static final int PATIENCE_SECONDS = 90;

    private static final List<String> JAVA_FLAGS = List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED");

    private final boolean overWebSocket;

    Load(boolean overWebSocket) {
        this.overWebSocket = overWebSocket;
    }

    /**
     * How much, and for how long.
     *
     * @param outstanding candidates of a pair that wait for their acks
     * @param warmUpSeconds before anything is measured
     */
    record Amount(int outstanding, int warmUpSeconds, int seconds) {}

    boolean isOverWebSocket() {
        return overWebSocket;
    }

    /** Loads a server until everything that was sent has arrived; blocks. */
    LoadResult run(Workplace workplace, MeasuredServer server, Amount amount) throws IOException, InterruptedException {
        Path log = workplace.folder().resolve("load.log");
        Process process = new ProcessBuilder(command(workplace, server, amount))
                .redirectError(log.toFile())
                .start();
        String said = ProcessOutput.of(process, PATIENCE_SECONDS + amount.warmUpSeconds() + amount.seconds());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(this + " failed: " + said + Files.readString(log));
        }
        return LoadResult.parse(said);
    }

    private List<String> command(Workplace workplace, MeasuredServer server, Amount amount) {
        List<String> java = workplace.cores().forLoad(BenchmarkServer.java(JAVA_FLAGS));
        List<String> command =
                switch (this) {
                    case TCP, WEBSOCKET -> bench(java, server);
                    case TCP_WITHOUT_RESUME, WEBSOCKET_WITHOUT_RESUME -> {
                        List<String> bench = bench(java, server);
                        bench.add("--without-resume");
                        yield bench;
                    }
                    case MQTT, SOCKET_IO -> Workplace.run(java, RelayLoad.class, name(), "--port=" + server.port());
                };
        command.addAll(List.of(
                "--people=" + server.people(),
                "--pid=" + server.pid(),
                "--pairs=" + workplace.pairs(),
                "--outstanding=" + amount.outstanding(),
                "--warmup=" + amount.warmUpSeconds(),
                "--seconds=" + amount.seconds()));
        return command;
    }

    private List<String> bench(List<String> java, MeasuredServer server) {
        String address = "127.0.0.1:" + server.port();
        String target = overWebSocket ? "--ws=ws://" + address + "/onechat" : "--tcp=" + address;
        return new ArrayList<>(Workplace.run(java, Main.class, "bench", "relay", "--json", target));
    }
}
