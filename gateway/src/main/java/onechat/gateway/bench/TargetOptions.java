package onechat.gateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import onechat.gateway.bench.Target.WrongTargetException;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.Leaf;
import org.jspecify.annotations.Nullable;

/** The options that say which server is measured, and over what. Stateless. */
final class TargetOptions {
    private static final String TCP = "--tcp";
    private static final String WS = "--ws";
    private static final String TLS = "--tls";
    private static final String TLS_CA = "--tls-ca";
    private static final String USUAL = "127.0.0.1:7400";

    private TargetOptions() {}

    static Leaf describe(Leaf leaf) {
        return leaf.option(TCP, "HOST:PORT", "The server, as native clients reach it.", "Default: " + USUAL)
                .option(
                        WS,
                        "URL",
                        "The server as browsers reach it, such as ws://127.0.0.1:8080/onechat, in place of " + TCP
                                + ".")
                .flag(TLS, "With " + TCP + ": the server speaks TLS. A URL with wss:// says so itself.")
                .option(
                        TLS_CA,
                        "FILE",
                        "The certificates that vouch for the server's (PEM), or that itself; otherwise those that Java comes with.");
    }

    static Target read(Leaf leaf) throws CommandFailedException {
        String tcp = leaf.optionalText(TCP);
        String webSocket = leaf.optionalText(WS);
        if (tcp != null && webSocket != null) {
            throw leaf.wrong(TCP + " and " + WS + " are both given; one is enough");
        }
        if (webSocket != null && leaf.has(TLS)) {
            throw leaf.wrong(TLS + " goes with " + TCP + "; a URL for TLS begins with wss://");
        }
        SSLSocketFactory tls = tls(leaf.optionalText(TLS_CA));
        try {
            return webSocket != null
                    ? Target.webSocket(webSocket, tls)
                    : Target.tcp(tcp == null ? USUAL : tcp, leaf.has(TLS) ? tls : null);
        } catch (WrongTargetException e) {
            throw leaf.wrong((webSocket == null ? TCP : WS) + " " + e.getMessage());
        }
    }

    private static SSLSocketFactory tls(@Nullable String file) throws CommandFailedException {
        if (file == null) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("certificate-" + trusted.size(), each);
            }
            if (trusted.size() == 0) {
                throw new CertificateException("none");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException e) {
            throw new CommandFailedException("can't read the file " + file + ": " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new CommandFailedException("the file " + file + " holds no certificates that can be used");
        }
    }
}
