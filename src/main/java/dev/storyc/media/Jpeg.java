package dev.storyc.media;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as files. */
final class Jpeg {
    private static final float QUALITY = 0.84f;

    private Jpeg() {}

    /** @param target made or replaced in one step; its folder must exist */
    static void write(BufferedImage image, Path target) throws IOException {
        Unfinished.replace(target, file -> {
            try (OutputStream bytes = Files.newOutputStream(file);
                    // Not ImageIO's own choice, which makes a file in the temporary folder for each picture.
                    ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                encode(image, out);
            }
        });
    }

    private static void encode(BufferedImage image, ImageOutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
    }
}
