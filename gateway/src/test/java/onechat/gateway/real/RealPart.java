package onechat.gateway.real;

import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Decides what becomes of a test whose real program or library is not on this machine. Immutable, for any thread.
 *
 * @param debianPackages the packages, separated by blanks, that bring the part
 * @param required whether its absence fails the test; otherwise the test is skipped
 */
public record RealPart(String debianPackages, boolean required) {

    /** A part that is required where the environment says {@code CI=true}, and optional on a developer's machine. */
    public static RealPart ofDebian(String debianPackages) {
        return new RealPart(debianPackages, "true".equals(System.getenv("CI")));
    }

    /**
     * What to throw when the part is missing: an error that fails the test, or the exception by which JUnit skips it.
     *
     * @param what the thing that was looked for and not found
     * @param cause the failure that showed it, or null
     */
    public RuntimeException missing(String what, @Nullable Throwable cause) {
        String message = what + " is missing; with Debian: apt-get install " + debianPackages;
        return required ? new IllegalStateException(message, cause) : new TestAbortedException(message, cause);
    }
}
