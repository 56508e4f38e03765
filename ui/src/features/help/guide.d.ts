declare module 'virtual:guide' {
  export const GUIDES: Record<import('../../words').Locale, import('../../../build/guide').GuidePage[]>;
}
