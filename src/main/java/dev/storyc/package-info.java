/**
 * storyc, from a storyboard in git to proven films on disk.
 *
 * <pre>
 * Source -parse-&gt; Located&lt;Storyboard&gt; -validate-&gt; same -expand-&gt; [Film] -fit-&gt; [Film] -lower-&gt; [Clip]
 *                                                                       StoryboardCompiler: pure
 * [Clip] + Manifest + Holdings -plan-&gt; Plan -run-&gt; RunRecord -report-&gt; manifest
 *                               pure        EFFECTS           pure: text out, the CLI writes the files
 * </pre>
 */
@NullMarked
package dev.storyc;

import org.jspecify.annotations.NullMarked;
