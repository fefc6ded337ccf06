package onechat.gateway.baseline;

import io.netty.util.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import onechat.gateway.real.ProcessOutput;
import onechat.gateway.system.Cores;

/** Tells on what the comparison ran. Immutable. */
record Environment(Workplace workplace, ComparisonOptions options) {
    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use(\\w+)GC\\b");
    private static final Pattern MOSQUITTO = Pattern.compile("mosquitto version (\\S+)");

    /** One paragraph of Markdown. */
    String text(Map<Contender, MeasuredServer> servers) throws IOException, InterruptedException {
        List<String> facts = new ArrayList<>();
        facts.add("Rounds: " + options.rounds() + " of " + options.seconds() + " s; pairs: " + workplace.pairs());
        facts.add(cores());
        facts.add("JDK " + Runtime.version() + " with a heap of " + Workplace.HEAP + " and the " + collectors(servers)
                + " collector for every server on it");
        if (servers.containsKey(Contender.NETTY)) {
            facts.add("Netty " + nettyVersion());
        }
        if (servers.containsKey(Contender.MOSQUITTO)) {
            facts.add("mosquitto " + first(MOSQUITTO, said("/usr/sbin/mosquitto", "-h")));
        }
        if (servers.containsKey(Contender.NODE_WS) || servers.containsKey(Contender.SOCKET_IO)) {
            facts.add("Node.js " + said("node", "--version").strip() + " with ws " + NodeRelays.version("ws")
                    + " and socket.io " + NodeRelays.version("socket.io"));
        }
        return String.join("; ", facts) + ".";
    }

    private String cores() throws IOException {
        String model = first(MODEL, Files.readString(Path.of("/proc/cpuinfo")));
        Cores cores = workplace.cores();
        return cores.isPinned()
                ? model + ", servers on " + count(cores.ofServers()) + ", the load on " + count(cores.ofLoads())
                : model + ", servers and load on the same cores";
    }

    private static String count(List<Integer> cores) {
        return cores.size() == 1 ? "one core" : cores.size() + " cores";
    }

    /** What the JVMs themselves took, as nothing is said of it. */
    private static String collectors(Map<Contender, MeasuredServer> servers) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        for (Map.Entry<Contender, MeasuredServer> one : servers.entrySet()) {
            if (one.getKey().isOnTheJdk()) {
                String jcmd =
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
                String collector =
                        first(COLLECTOR, said(jcmd, Long.toString(one.getValue().pid()), "VM.flags"));
                if (!found.contains(collector)) {
                    found.add(collector);
                }
            }
        }
        return String.join(" or ", found);
    }

    private static String nettyVersion() {
        Version netty = Version.identify().get("netty-transport");
        return netty == null ? "unknown" : netty.artifactVersion();
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElse("unknown");
    }

    private static String said(String... command) throws IOException, InterruptedException {
        return ProcessOutput.of(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }
}
