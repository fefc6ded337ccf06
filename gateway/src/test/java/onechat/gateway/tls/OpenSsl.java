package onechat.gateway.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.real.ProcessOutput;
import onechat.gateway.real.RealPart;

/** The program {@code openssl}, run for a test; a test without it is skipped, or fails where {@code CI=true}. Stateless. */
public final class OpenSsl {
    private OpenSsl() {}

    /** A running one, whose standard error comes with its standard output. */
    public static Process start(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw RealPart.ofDebian("openssl").missing("openssl", e);
        }
    }

    /** Runs it to its end, and returns all that it said. */
    public static String run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        process.getOutputStream().close();
        return ProcessOutput.of(process);
    }

    /** Makes a certificate with a key of that kind, as the README tells operators. */
    static void request(Path cert, Path key, String... kind) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30"));
        arguments.addAll(List.of("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"));
        arguments.addAll(List.of("-keyout", key.toString(), "-out", cert.toString()));
        arguments.addAll(List.of(kind));
        run(arguments.toArray(String[]::new));
    }

    /** Makes a certificate that may vouch for others; the file of its key is called as the certificate's, with .key behind. */
    static void authority(Path cert, String subject, String... issuer) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30", "-subj", subject));
        arguments.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
        arguments.addAll(List.of("-keyout", cert + ".key", "-out", cert.toString()));
        arguments.addAll(List.of(issuer));
        run(arguments.toArray(String[]::new));
    }
}
