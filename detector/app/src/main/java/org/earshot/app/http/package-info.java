/** Health, metrics and pages over HTTP. Javalin is used here and in {@code app.page} only. */
package org.earshot.app.http;
