package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import onechat.gateway.Endpoints;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes one kind of noise, as a {@link CommandedProcess}: the lines {@code on} and {@code off} begin and end it. Its arguments are a {@link NoiseKind} and
 * the port of the server. Used by one thread.
 */
final class NoiseProcess {
    private NoiseProcess() {}

    public static void main(String[] arguments) throws IOException {
        InetSocketAddress tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        Endpoints server = new Endpoints(tcp, tcp, tcp, false);
        NoiseKind kind = NoiseKind.valueOf(arguments[0]);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        answer(Map.of());
        Noise noise = kind.noise(server);
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("on")) {
                noise.start();
                answer(Map.of());
            } else {
                answer(noise.end());
                noise = kind.noise(server);
            }
        }
    }

    private static void answer(Object value) {
        System.out.println(JsonMapper.shared().writeValueAsString(value));
    }
}
