/** What plans are called. */
import type { Plan } from '../contract';

export const PLAN_NAMES: Record<Plan, string> = {
  starter: 'Starter',
  professional: 'Professional',
  business: 'Business',
  enterprise: 'Enterprise',
};
