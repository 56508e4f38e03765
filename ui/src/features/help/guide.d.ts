declare module 'virtual:guide' {
  export const PAGES: import('../../../build/guide').GuidePage[];
}
