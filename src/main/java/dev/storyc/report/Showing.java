package dev.storyc.report;

import java.util.List;

/**
 * One storyboard as it stands, for whoever shows it or hands it on.
 *
 * @param storyboard its name, a slug
 * @param title its title, or its name
 * @param model the model's id
 * @param variants in the order of the storyboard
 */
public record Showing(String storyboard, String title, String model, List<ShownVariant> variants) {
    public Showing {
        variants = List.copyOf(variants);
    }
}
