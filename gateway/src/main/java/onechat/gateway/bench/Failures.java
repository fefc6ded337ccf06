package onechat.gateway.bench;

import java.io.IOException;

/** Says in a few words what went wrong with a connection. Stateless. */
final class Failures {
    private Failures() {}

    static String text(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
