package devmin;

import java.io.IOException;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Kafka's own program, on a storage that is formatted first where it is new, and on a lifeline: it ends with whoever started it. */
public final class Broker {
    public static void main(String[] args) {
        String cluster = args[0], settings = args[1];
        Thread lifeline = new Thread(Broker::endWhenAlone, "lifeline");
        lifeline.setDaemon(true);
        lifeline.start();
        String[] format = {"format", "--ignore-formatted", "--cluster-id", cluster, "--config", settings};
        int failed = StorageTool.execute(format, System.out);
        if (failed != 0) System.exit(failed);
        Kafka.main(new String[] {settings});
    }

    /** Standard input ends when the process that holds its other end does, by whatever means. Nobody is left to wait for. */
    private static void endWhenAlone() {
        try {
            while (System.in.read() >= 0) continue;
        } catch (IOException broken) {
            // It has ended all the same.
        }
        Runtime.getRuntime().halt(1);
    }

    private Broker() {}
}
