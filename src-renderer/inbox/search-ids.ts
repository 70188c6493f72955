/** Where the keyboard goes from the search box. */
export const RESULTS_ID = 'search-results';
