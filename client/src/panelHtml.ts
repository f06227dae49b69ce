/** Addresses and secrets of one panel. */
export interface PanelPage {
  /** Source of the webview's own files, for the security policy. */
  readonly source: string;
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
}

/** The panel's page: it runs our script alone, loads our style alone, and reaches nothing else. */
export function panelHtml({ source, nonce, script, style }: PanelPage): string {
  const policy = [
    `default-src 'none'`,
    `img-src ${source} data:`,
    `font-src ${source}`,
    `style-src ${source} 'nonce-${nonce}'`,
    // Plots place their marks by style attributes; these cannot run or load anything here.
    `style-src-attr 'unsafe-inline'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1.0">
  <meta property="csp-nonce" nonce="${nonce}">
  <link rel="stylesheet" href="${style}">
  <title>Livelihood</title>
</head>
<body>
  <main id="panel"></main>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
