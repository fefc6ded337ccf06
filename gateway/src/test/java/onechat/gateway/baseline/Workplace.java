package onechat.gateway.baseline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.system.BenchmarkServer;
import onechat.gateway.system.Cores;

/**
 * Where servers and loads run. Immutable.
 *
 * @param folder for what they write, empty at first
 * @param pairs how many calls of two there are, at most
 */
record Workplace(Path folder, Cores cores, int pairs) {
    /** The same for every JVM that serves. */
    static final String HEAP = "256m";

    /** The file of all who may log in. */
    Path people() {
        return folder.resolve("people.json");
    }

    /** The command of a JVM that serves, as the product's launcher starts it, with a heap that is the same for all. */
    List<String> javaThatServes(String... more) {
        List<String> flags = new ArrayList<>(BenchmarkServer.JVM_FLAGS);
        flags.addAll(List.of("-Xms" + HEAP, "-Xmx" + HEAP));
        flags.addAll(List.of(more));
        return cores.forServer(BenchmarkServer.java(flags));
    }

    /** The command that runs a class of this class path, on a JVM that is started by another command. */
    static List<String> run(List<String> java, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
