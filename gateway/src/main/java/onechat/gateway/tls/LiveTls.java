package onechat.gateway.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the TLS context of what the certificate and key files hold, and a new one when they have changed. {@link #get} is for any thread;
 * {@link #check} is called by one thread at a time.
 *
 * <p>A certificate that ends is used until another takes its place, and warned of: once before, and once after. Connections that are open keep the context that they began with. Whether a file changed is told by what is in it: its time says
 * little where files are swapped by links.
 */
public final class LiveTls implements Supplier<SSLContext>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTls.class);

    private final String certificatePath;
    private final String keyPath;
    private final InstantSource clock;
    private volatile SSLContext context;
    private Files seen;
    private TlsIdentity identity;
    private Time told = Time.PLENTY;
    private @Nullable String lastComplaint;
    private @Nullable ScheduledExecutorService checker;

    /** How long the certificate holds. */
    private enum Time {
        PLENTY,
        LITTLE,
        NONE
    }

    private record Files(PemFile certificates, PemFile key) {}

    private LiveTls(String certificatePath, String keyPath, InstantSource clock) throws UnusableTlsException {
        this.clock = clock;
        this.certificatePath = certificatePath;
        this.keyPath = keyPath;
        this.seen = readFiles();
        this.identity = TlsIdentity.of(seen.certificates(), seen.key());
        this.context = identity.context();
        tellOfUse();
        warnOfEnd();
    }

    /**
     * What the files hold now; they are not looked at again before {@link #checkEvery}.
     *
     * @param certificatePath a PEM file: the server's certificate, and then those that vouch for it
     * @param keyPath a PEM file: the certificate's private key, not encrypted
     * @param clock tells whether the certificate has ended
     * @throws UnusableTlsException when they hold no certificate and its key
     */
    public static LiveTls open(String certificatePath, String keyPath, InstantSource clock)
            throws UnusableTlsException {
        return new LiveTls(certificatePath, keyPath, clock);
    }

    /** Looks at the files regularly from now on, until it is closed. Called once, at most. */
    public void checkEvery(Duration interval) {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("tls-files").daemon().factory());
        checker = started;
        var _ = started.scheduleWithFixedDelay(
                this::checkAndGoOn, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The context for the next handshake. */
    @Override
    public SSLContext get() {
        return context;
    }

    /** Takes over what the files hold now, if that can be used, and looks at what time the certificate in use has left. */
    void check() {
        takeOver();
        warnOfEnd();
    }

    /** One warning where the files can't be used, until they change again. */
    private void takeOver() {
        try {
            Files now = readFiles();
            if (now.equals(seen)) {
                lastComplaint = null;
                return;
            }
            TlsIdentity other = TlsIdentity.of(now.certificates(), now.key());
            context = other.context();
            identity = other;
            seen = now;
            lastComplaint = null;
            told = Time.PLENTY;
            tellOfUse();
        } catch (UnusableTlsException unusable) {
            String complaint = String.valueOf(unusable.getMessage());
            if (!complaint.equals(lastComplaint)) {
                lastComplaint = complaint;
                LOG.warn("{}; the certificate read before stays in use", complaint);
            }
        }
    }

    private void checkAndGoOn() {
        try {
            check();
        } catch (RuntimeException bug) {
            // A task that throws would never run again.
            LOG.error("looking at the certificate's files failed", bug);
        }
    }

    private Files readFiles() throws UnusableTlsException {
        return new Files(PemFile.read("tls-cert", certificatePath), PemFile.read("tls-key", keyPath));
    }

    private void tellOfUse() {
        LOG.info(
                "the certificate of tls-cert is in use, with {} that vouch for it; it ends {}",
                identity.chain().size() - 1,
                identity.notAfter());
    }

    private void warnOfEnd() {
        Instant now = clock.instant();
        Time left = identity.notAfter().isBefore(now)
                ? Time.NONE
                : identity.endsSoonFrom().isBefore(now) ? Time.LITTLE : Time.PLENTY;
        if (left.compareTo(told) <= 0) {
            return;
        }
        told = left;
        if (left == Time.NONE) {
            LOG.warn(
                    "the certificate of tls-cert ended {}: clients will refuse it: {}",
                    identity.notAfter(),
                    certificatePath);
        } else {
            LOG.warn(
                    "the certificate of tls-cert ends {}, in {} days: {}",
                    identity.notAfter(),
                    Duration.between(now, identity.notAfter()).toDays(),
                    certificatePath);
        }
    }

    /** Looks at the files no more. */
    @Override
    public void close() {
        ScheduledExecutorService running = checker;
        if (running != null) {
            running.shutdownNow();
        }
    }
}
